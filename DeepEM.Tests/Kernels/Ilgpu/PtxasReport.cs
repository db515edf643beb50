namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>What the assembler says of one kernel.</summary>
internal sealed record PtxasReport(int StackBytes, int SpillStoreBytes, int SpillLoadBytes, int Registers);
