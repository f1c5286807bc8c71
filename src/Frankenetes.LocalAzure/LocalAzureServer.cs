using Docker.DotNet;
using Frankenetes.LocalAzure.AccessControl;
using Frankenetes.LocalAzure.ContainerInstance;
using Frankenetes.LocalAzure.ContainerInstance.Routes;
using Frankenetes.LocalAzure.ContainerInstance.Running;
using Frankenetes.LocalAzure.ContainerInstance.Terminals;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Faults;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Insights;
using Frankenetes.LocalAzure.Limits;
using Frankenetes.LocalAzure.ManagedIdentity;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.SignIn;
using Frankenetes.LocalAzure.State;
using Frankenetes.LocalAzure.Storage;
using Frankenetes.LocalAzure.StorageProvider;

namespace Frankenetes.LocalAzure;

/// <summary>Puts the parts together, in order: state, engine, network, listener, pipeline, what the last process left.</summary>
internal sealed class LocalAzureServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EndpointFile _endpointFile;
    private readonly IAsyncDisposable[] _parts;
    private readonly StateLock _lock;

    private LocalAzureServer(WebApplication app, EndpointFile endpointFile, StateLock stateLock, params IAsyncDisposable[] parts) =>
        (_app, _endpointFile, _lock, _parts) = (app, endpointFile, stateLock, parts);

    /// <summary>Starts, and returns when <c>local-azure.json</c> is written.</summary>
    /// <exception cref="StartupException">Something that it needs is missing or in use.</exception>
    public static async Task<LocalAzureServer> StartAsync(StartOptions options, TimeProvider time)
    {
        var state = StateFolder.Open(options.StateFolder);
        var stateLock = StateLock.Acquire(state);
        EngineConnection? engine = null;
        try
        {
            var instance = Instance.LoadOrCreate(state);
            var chooses = (options.Port ?? instance.Port ?? 0) == 0;
            instance = instance with { Port = Ports.Choose(options.Port, instance.Port) };
            using var startLog = LocalAzureHost.Loggers();
            options = options with { WithoutContainers = Containerless.Choose(options, instance, state) };
            if (options.WithoutContainers)
                Containerless.Warn(startLog.CreateLogger<LocalAzureServer>());
            instance = instance with { WithoutContainers = options.WithoutContainers, IsolateGroups = PortFilter.Choose(options, instance) };
            engine = await EngineConnection.OpenAsync(options, state, startLog);
            var network = await BridgeNetwork.EnsureAsync(engine.Client, instance);
            instance = instance with { Subnet = network.Subnet.ToString() };
            while (true)
            {
                instance.Save(state);
                try
                {
                    return await StartAsync(options, time, state, stateLock, instance, engine, network);
                }
                catch (StartupException taken) when (chooses && taken.ExitCode == StartupException.PortInUseCode)
                {
                    // Free a moment ago: another that starts now was faster.
                    instance = instance with { Port = Ports.Choose(null, null, instance.Port!.Value + 1) };
                }
            }
        }
        catch
        {
            if (engine is not null)
                await engine.DisposeAsync();
            stateLock.Dispose();
            throw;
        }
    }

    public Task WaitForEndAsync() => _app.WaitForShutdownAsync();

    /// <summary>Ends the process's part; containers live on, to be adopted.</summary>
    public async ValueTask DisposeAsync()
    {
        _endpointFile.Remove();
        await _app.StopAsync();
        await _app.DisposeAsync();
        foreach (var part in _parts)
            await part.DisposeAsync();
        _lock.Dispose();
    }

    private static async Task<LocalAzureServer> StartAsync(
        StartOptions options, TimeProvider time, StateFolder state, StateLock stateLock, Instance instance, EngineConnection engine, BridgeNetwork network)
    {
        var authority = CertificateAuthority.LoadOrCreate(state, time);
        var authorities = new Authorities(instance.Port!.Value, network.Gateway);
        var builder = LocalAzureHost.Builder(authorities, authority.IssueServing(network.Gateway, time));
        builder.Services.AddSingleton(options.Limits).AddSingleton<RequestTally>().AddSingleton<RequestLimits>();
        AddParts(builder.Services, state, instance, authorities, network, engine, time);
        var app = builder.Build();
        UsePipeline(app);
        MapRoutes(app);
        await LocalAzureHost.ListenAsync(app, authorities);
        if (options.IdleExit)
            _ = app.Services.GetRequiredService<IdleExit>().WatchAsync();

        var events = app.Services.GetRequiredService<ContainerEvents>();
        events.Start();
        await app.Services.GetRequiredService<ContainerGroups>().ResumeAsync();
        app.Services.GetRequiredService<ResourceGroups>().ResumeDeletions(app.Services.GetRequiredService<IReadOnlyList<IResourceProvider>>());

        var endpointFile = new EndpointFile(state);
        endpointFile.Write(instance, authorities, authority.CertificatePath, engine.Endpoint.Uri.ToString());
        return new LocalAzureServer(app, endpointFile, stateLock, engine);
    }

    private static void AddParts(
        IServiceCollection services, StateFolder state, Instance instance, Authorities authorities, BridgeNetwork network, EngineConnection engine, TimeProvider time)
    {
        services.AddSingleton(state).AddSingleton(instance).AddSingleton(authorities).AddSingleton(network).AddSingleton(time);
        services.AddSingleton<IDockerClient>(engine.Client);
        services.AddSingleton(new Containers(engine.Client, instance.Id)).AddSingleton<Images>();
        services.AddSingleton(p => new ContainerEvents(engine.Client, instance.Id, time, p.GetRequiredService<ILogger<ContainerEvents>>()));

        services.AddSingleton(TokenSigner.LoadOrCreate(state, time)).AddSingleton<SignInRoutes>().AddSingleton<MetadataRoutes>();
        services.AddSingleton<UserAssignedIdentities>().AddSingleton<UserAssignedIdentityRoutes>().AddSingleton<AssignedIdentities>().AddSingleton<IdentityHosts>().AddSingleton<IdentityHostRoutes>().AddSingleton<IdentityTokens>();
        services.AddSingleton<RoleAssignments>().AddSingleton<Principals>().AddSingleton<RoleRoutes>();
        services.AddSingleton<ResourceIds>().AddSingleton<Operations>().AddSingleton<ResourceGroups>();
        services.AddSingleton<OperationRoutes>().AddSingleton<ResourceGroupRoutes>().AddSingleton<SubscriptionRoutes>().AddSingleton<ResourceTagRoutes>();

        services.AddSingleton(new StorageAccounts(state.Root, time)).AddSingleton<FileShares>().AddSingleton<BlobService>().AddSingleton<FileService>();
        services.AddSingleton<StorageResources>().AddSingleton<StorageAccountRoutes>();

        services.AddSingleton<VolumeFolders>().AddSingleton<AddressPool>().AddSingleton<GroupJournal>().AddSingleton<BridgeAddress>().AddSingleton<Services>();
        services.AddSingleton<NetworkNamespace>().AddSingleton<PortFilter>().AddSingleton<MetadataRoute>();
        services.AddSingleton<ContainerGroups>().AddSingleton<ImageAccess>().AddSingleton<TerminalSessions>();
        services.AddSingleton<ContainerGroupRoutes>().AddSingleton<ContainerRoutes>().AddSingleton<LocationRoutes>().AddSingleton<ImageMirrorRoutes>();
        services.AddSingleton<UsageHistory>().AddSingleton<MetricsRoutes>().AddSingleton<TransactionTally>().AddSingleton<TransactionRoutes>();

        services.AddSingleton<IReadOnlyList<IResourceProvider>>(p => [
            p.GetRequiredService<ContainerGroups>(), p.GetRequiredService<StorageResources>(), p.GetRequiredService<UserAssignedIdentities>(), p.GetRequiredService<RoleAssignments>()]);
        services.AddSingleton<FaultRules>().AddSingleton<ShutdownRoutes>().AddSingleton<IdleExit>();
    }

    /// <summary>What every request goes through, in order.</summary>
    private static void UsePipeline(WebApplication app)
    {
        var parts = app.Services;
        app.Use((context, next) => RequestIds.Add(context, next));
        app.UseMiddleware<HostGate>();
        app.Use((context, next) => parts.GetRequiredService<IdleExit>().Note(context, next));
        app.Use((context, next) => parts.GetRequiredService<FaultRules>().Apply(context, next));
        app.MapWhen(context => RequestTarget.Of(context).Service == AzureService.Metadata, branch => branch.Run(parts.GetRequiredService<IdentityTokens>().ServeMetadataAsync));
        app.UseMiddleware<StorageGate>();
        app.UseMiddleware<ErrorBoundary>();
        app.Use((context, next) => RequestRules.Apply(context, next));
        app.UseMiddleware<BearerGate>();
        app.UseMiddleware<AccessGate>();
        app.Use((context, next) => parts.GetRequiredService<RequestLimits>().Apply(context, next));
        app.UseWebSockets();
        app.UseRouting();
        app.Use((context, next) => parts.GetRequiredService<SubscriptionRoutes>().CheckSubscription(context, next));
    }

    private static void MapRoutes(WebApplication app)
    {
        var parts = app.Services;
        parts.GetRequiredService<SignInRoutes>().Map(app);
        parts.GetRequiredService<MetadataRoutes>().Map(app);
        parts.GetRequiredService<IdentityTokens>().Map(app);
        parts.GetRequiredService<IdentityHostRoutes>().Map(app);
        parts.GetRequiredService<UserAssignedIdentityRoutes>().Map(app);
        parts.GetRequiredService<RoleRoutes>().Map(app);
        parts.GetRequiredService<SubscriptionRoutes>().Map(app);
        parts.GetRequiredService<ResourceGroupRoutes>().Map(app);
        parts.GetRequiredService<ResourceTagRoutes>().Map(app);
        parts.GetRequiredService<OperationRoutes>().Map(app);
        parts.GetRequiredService<ContainerGroupRoutes>().Map(app);
        parts.GetRequiredService<ContainerRoutes>().Map(app);
        parts.GetRequiredService<LocationRoutes>().Map(app);
        parts.GetRequiredService<ImageMirrorRoutes>().Map(app);
        parts.GetRequiredService<MetricsRoutes>().Map(app);
        parts.GetRequiredService<TransactionRoutes>().Map(app);
        parts.GetRequiredService<StorageAccountRoutes>().Map(app);
        parts.GetRequiredService<FaultRules>().Map(app);
        parts.GetRequiredService<RequestTally>().Map(app);
        parts.GetRequiredService<ShutdownRoutes>().Map(app);
    }
}
