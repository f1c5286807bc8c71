using System.Diagnostics;
using System.Globalization;
using Frankenetes.Torture.Clusters;

/// <summary>What the runtime calls in a shell that is started with DOTNET_STARTUP_HOOKS: every HTTP request of that process passes here, and at one of them it is killed or stopped, or finds no way.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var requests = new Requests(
            Environment.GetEnvironmentVariable(CmdletPoint.Variable) is { Length: > 0 } point ? CmdletPoint.Parse(point) : null,
            Environment.GetEnvironmentVariable(CmdletPoint.TraceVariable),
            Environment.GetEnvironmentVariable(CmdletPoint.CutVariable) is { Length: > 0 } port ? int.Parse(port, CultureInfo.InvariantCulture) : null);
        DiagnosticListener.AllListeners.Subscribe(new Listeners(requests));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => requests.End();
    }

    private sealed class Listeners(Requests requests) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "HttpHandlerDiagnosticListener")
                value.Subscribe(requests);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Requests(CmdletPoint? point, string? trace, int? cut) : IObserver<KeyValuePair<string, object?>>
    {
        private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
        private readonly Lock _gate = new();
        private HttpRequestMessage? _watched;
        private volatile bool _polling;

        public void End()
        {
            if (_polling)
                Act(point!);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            switch (value.Key)
            {
                case "System.Net.Http.HttpRequestOut.Start" when RequestOf(value.Value) is { } request:
                    Begin(request);
                    break;
                case "System.Net.Http.HttpRequestOut.Stop" when RequestOf(value.Value) is { } request && ReferenceEquals(request, _watched):
                    Act(point!);
                    break;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        private void Begin(HttpRequestMessage request)
        {
            if (request.RequestUri!.Port == cut)
                throw new HttpRequestException($"There is no way to port {cut}.");
            var kind = CmdletPoint.KindOf(request);
            int times;
            lock (_gate)
            {
                times = _seen[kind] = _seen.GetValueOrDefault(kind) + 1;
                if (trace is not null)
                    File.AppendAllText(trace, string.Create(CultureInfo.InvariantCulture, $"{kind} #{times}\n"));
            }

            if (point is null)
                return;
            if (_polling && point.Poll == kind)
                Act(point);
            if (point.Kind != kind || point.Time != times)
                return;
            if (point.Poll is not null)
                _polling = true;
            else if (point.Executed)
                _watched = request;
            else
                Act(point);
        }

        private static void Act(CmdletPoint point)
        {
            if (point.Stops)
                Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            else
                Process.GetCurrentProcess().Kill();
        }

        private static HttpRequestMessage? RequestOf(object? payload) => payload?.GetType().GetProperty("Request")?.GetValue(payload) as HttpRequestMessage;
    }
}
