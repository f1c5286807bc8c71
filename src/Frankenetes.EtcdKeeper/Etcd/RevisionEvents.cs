using Frankenetes.EtcdKeeper.Etcd.Protos;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>All that one revision changed, in etcd's order.</summary>
internal sealed record RevisionEvents(long Revision, IReadOnlyList<Event> Events);
