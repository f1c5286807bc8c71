namespace Frankenetes.PodTranslation;

/// <summary>Collects what is to be said about a translation.</summary>
internal sealed class Notes
{
    private readonly List<TranslationNote> _all = [];

    public IReadOnlyList<TranslationNote> All => _all;

    public void Rounded(string field, string message) => _all.Add(new(NoteKind.Rounded, field, message));

    public void Ignored(string field, string message) => _all.Add(new(NoteKind.Ignored, field, message));

    public void Fixed(string field, string message) => _all.Add(new(NoteKind.Fixed, field, message));

    public void Defaulted(string field, string message) => _all.Add(new(NoteKind.Defaulted, field, message));
}
