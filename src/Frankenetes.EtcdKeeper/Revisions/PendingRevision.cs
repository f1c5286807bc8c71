using Frankenetes.EtcdKeeper.Etcd.Protos;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>A revision on its way to storage.</summary>
/// <param name="Record">What will be written, with every lease that its puts use.</param>
/// <param name="Bytes">Its size, about.</param>
/// <param name="Since">When it was seen (the clock's timestamp).</param>
/// <param name="Urgent">It changes more than leases and heartbeats.</param>
internal sealed record PendingRevision(RevisionRecord Record, int Bytes, long Since, bool Urgent);
