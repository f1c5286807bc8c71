namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>A terminal's size in characters.</summary>
public readonly record struct TerminalSize(ushort Columns, ushort Rows);
