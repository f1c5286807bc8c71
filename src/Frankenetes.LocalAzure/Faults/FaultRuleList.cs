namespace Frankenetes.LocalAzure.Faults;

/// <summary>The body of <c>GET|PUT /local-azure/faults</c>.</summary>
internal sealed record FaultRuleList(List<FaultRule>? Rules);
