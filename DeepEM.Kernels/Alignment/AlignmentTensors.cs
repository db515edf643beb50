using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>The tensors of an alignment on the host, all flat.</summary>
/// <param name="Coefficients">[Crops][Shifts][2L].</param>
/// <param name="References">[Classes][2L].</param>
/// <param name="Biases">[Crops][Classes].</param>
/// <param name="ShiftPriors">[Shifts].</param>
/// <param name="Summaries">Receives [Crops][6].</param>
/// <param name="Memberships">Receives [Crops][Classes].</param>
/// <param name="Sums">Receives [Classes][2L]; null where no sums are asked for.</param>
internal sealed record AlignmentTensors(
    SimdTensor Coefficients,
    SimdTensor References,
    SimdTensor Biases,
    SimdTensor ShiftPriors,
    SimdTensor Summaries,
    SimdTensor Memberships,
    SimdTensor? Sums);
