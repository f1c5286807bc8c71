namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>Who may do what where, as it outlives the process.</summary>
internal sealed record RoleAssignment
{
    /// <summary>A GUID that whoever asked for it chose.</summary>
    public required Guid Name { get; init; }

    /// <summary>The resource id at and below which it holds.</summary>
    public required string Scope { get; init; }

    public required Guid RoleId { get; init; }

    public required Guid PrincipalId { get; init; }

    public string? PrincipalType { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    public required Guid CreatedBy { get; init; }

    public bool Covers(string scope) => IsAtOrBelow(scope, Scope);

    /// <summary>Whether the first resource id is the second's or one of something in it.</summary>
    public static bool IsAtOrBelow(string id, string above) =>
        id.StartsWith(above, StringComparison.OrdinalIgnoreCase) && (id.Length == above.Length || id[above.Length] == '/');
}
