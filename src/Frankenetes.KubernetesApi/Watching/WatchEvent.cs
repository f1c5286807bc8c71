namespace Frankenetes.KubernetesApi.Watching;

/// <summary>What a line of a watch says about its object.</summary>
public enum WatchEventType
{
    /// <summary>The object is new to this watch.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the event holds its last form.</summary>
    Deleted,

    /// <summary>Nothing changed: only the object's <c>resourceVersion</c> means anything.</summary>
    Bookmark,
}

/// <summary>One line of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Item">The object after it.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Item);
