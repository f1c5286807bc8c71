namespace Frankenetes.PodAgent.Attaching;

/// <summary>Joins the streams of the container's own program.</summary>
/// <param name="Folder">Where its parent keeps its state.</param>
/// <param name="Input">Whether input follows.</param>
internal sealed record AttachRequest(string Folder, bool Input);

/// <summary>What is kept of the container's former run.</summary>
/// <param name="Folder">Where the parent of its program keeps its state.</param>
/// <param name="Message">Its last message; otherwise its last output.</param>
internal sealed record FormerRequest(string Folder, bool Message);
