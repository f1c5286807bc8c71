using Frankenetes.EtcdKeeper.Tests.Harness;

// A keeper as its container runs it: `dotnet Frankenetes.EtcdKeeper.Tests.dll FILE`.
using var loggers = new CollectedLog(Console.Error.WriteLine);
return await Frankenetes.EtcdKeeper.Keeper.RunAsync(args[0], loggers, CancellationToken.None);
