using System.Reflection;

namespace Frankenetes.Agent.Verbs;

/// <summary>Which build this is.</summary>
internal static class AgentVersion
{
    /// <summary>The version as released, for example <c>0.1.0</c>; a source revision, where known, follows a plus sign.</summary>
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
