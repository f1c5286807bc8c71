namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Azure's limits on tags: 50 of them, names of 512 characters without &lt; &gt; % &amp; \ ? /, values of 256.</summary>
internal static class Tags
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("<>%&\\?/");

    public static Dictionary<string, string> Checked(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
            return [];
        if (tags.Count > 50)
            throw ArmErrors.InvalidTags("A resource takes at most 50 tags.");
        var copy = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in tags)
        {
            if (name.Length is 0 or > 512 || name.AsSpan().ContainsAny(Forbidden))
                throw ArmErrors.InvalidTags($"The tag name '{name}' is invalid.");
            if (value is not { Length: <= 256 })
                throw ArmErrors.InvalidTags($"The value of the tag '{name}' is longer than 256 characters or null.");
            if (!copy.TryAdd(name, value))
                throw ArmErrors.InvalidTags($"The tag '{name}' is given twice.");
        }

        return copy;
    }
}
