namespace Frankenetes.KubernetesApi.Watching;

/// <summary>Told what a <see cref="Reflector{TList,T}"/> sees, in order, from one thread at a time. Must not block.</summary>
public interface IResourceHandler<in T>
{
    /// <summary>All objects there are, after the first list and after every gap in the watch; what is not among them is gone.</summary>
    void Replace(IReadOnlyList<T> items);

    /// <summary>The object is new or changed.</summary>
    void Apply(T item);

    /// <summary>The object is gone; <paramref name="item"/> is its last form.</summary>
    void Remove(T item);
}
