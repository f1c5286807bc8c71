namespace Frankenetes.PodTranslation;

/// <summary>Something that the group is or does otherwise than the pod says.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Field">The field's path, for example <c>spec.containers[web].resources.requests.memory</c>.</param>
/// <param name="Message">What became of it.</param>
internal sealed record TranslationNote(NoteKind Kind, string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}

/// <summary>In which way a group differs from its pod.</summary>
internal enum NoteKind
{
    /// <summary>A value is another than asked for.</summary>
    Rounded,

    /// <summary>A field has no effect.</summary>
    Ignored,

    /// <summary>The pod says nothing; this is what it gets.</summary>
    Defaulted,

    /// <summary>Files stay as they were when the pod started.</summary>
    Fixed,

    /// <summary>Known only when the pod is created; a placeholder stands for it.</summary>
    ReadLater,
}
