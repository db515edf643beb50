using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Backends;

/// <summary>Fourier transforms of one real image of any height and width.</summary>
/// <remarks>
/// <para>
/// A spectrum is the half that is not redundant, C = ⌊W/2⌋ + 1 columns, as two planes: the real parts of F(v, u), then
/// the imaginary ones. Rows above H/2 stand for the negative frequencies v − H, and <c>F(−v, −u) = F(v, u)*</c> gives
/// the rest (<see cref="Spectrum"/>).
/// </para>
/// <para>What all operations have in common is said at <see cref="IComputeBackend"/>.</para>
/// </remarks>
public interface ISpectrumOperations
{
    /// <summary>
    /// The transform without a scale: <c>F(v, u) = Σ_y Σ_x image[y, x]·exp(−2πi·(v·y/H + u·x/W))</c>.
    /// </summary>
    /// <param name="image">1×1×H×W, micrograph layout.</param>
    /// <param name="spectrum">Receives 1×2×H×C, micrograph layout (<see cref="Spectrum.PlanesOf"/>).</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    void Forward(Tensor image, Tensor spectrum, int height, int width);

    /// <summary>
    /// The transform back, which gives the image of <see cref="Forward"/>:
    /// <c>image[y, x] = 1/(H·W)·Re Σ_u c[u]·Σ_v F(v, u)·exp(+2πi·(v·y/H + u·x/W))</c> with c[u] = 1 for u = 0 and
    /// u = W/2, else 2, for the column that is left out.
    /// </summary>
    /// <param name="spectrum">1×2×H×C, micrograph layout; left as it is.</param>
    /// <param name="image">Receives 1×1×H×W, micrograph layout.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    void Inverse(Tensor spectrum, Tensor image, int height, int width);
}
