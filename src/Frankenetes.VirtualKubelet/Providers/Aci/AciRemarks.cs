using Frankenetes.PodTranslation;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>A translation's notes as events: one for each kind. What the pod left open is no news.</summary>
internal static class AciRemarks
{
    // The API server takes 1024 characters.
    private const int Longest = 1000;

    public static IReadOnlyList<PodRemark> Of(IReadOnlyList<TranslationNote> notes) =>
        [.. Remark(notes, NoteKind.Rounded, "ResourcesRounded"), .. Remark(notes, NoteKind.Ignored, "FieldIgnored"), .. Remark(notes, NoteKind.Fixed, "FilesFixed")];

    private static IEnumerable<PodRemark> Remark(IReadOnlyList<TranslationNote> notes, NoteKind kind, string reason)
    {
        var message = string.Join("; ", notes.Where(note => note.Kind == kind));
        if (message.Length > 0) yield return new(reason, message.Length > Longest ? message[..Longest] + "…" : message);
    }
}
