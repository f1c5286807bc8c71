using System.Text.Json.Serialization;
using Frankenetes.EtcdKeeper.Checkpoints;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Control;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper;

/// <summary>Every JSON that the keeper reads or writes, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(KeeperConfiguration))]
[JsonSerializable(typeof(ControlState))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(Opening))]
[JsonSerializable(typeof(ServingMark))]
[JsonSerializable(typeof(SegmentHeader))]
internal sealed partial class KeeperJson : JsonSerializerContext;
