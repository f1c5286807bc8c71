using System.Text.RegularExpressions;

namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>A role: what it allows, less what it does not. Actions may hold <c>*</c>.</summary>
internal sealed class RoleDefinition(string id, string name, string description, string[] actions, params string[] notActions)
{
    private readonly Regex[] _allowed = [.. actions.Select(Pattern)];
    private readonly Regex[] _excepted = [.. notActions.Select(Pattern)];

    public Guid Id { get; } = Guid.Parse(id);

    public string Name { get; } = name;

    public string Description { get; } = description;

    public IReadOnlyList<string> Actions { get; } = actions;

    public IReadOnlyList<string> NotActions { get; } = notActions;

    public bool Allows(string action) => Array.Exists(_allowed, p => p.IsMatch(action)) && !Array.Exists(_excepted, p => p.IsMatch(action));

    private static Regex Pattern(string action) => new($@"\A{Regex.Escape(action).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
