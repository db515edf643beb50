using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Resampling;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Kernels.Backends;

/// <summary>Operations on one large image or score map.</summary>
/// <remarks>What all operations have in common is said at <see cref="IComputeBackend"/>.</remarks>
public interface IMapOperations
{
    /// <summary>
    /// Mean and standard deviation (N − 1) of every window, from sums of rows and columns, in time that does not
    /// depend on the box.
    /// </summary>
    /// <param name="image">1×1×H×W, micrograph layout; subtract a constant near its mean first.</param>
    /// <param name="mean">Receives 1×1×Rows×Columns, micrograph layout.</param>
    /// <param name="deviation">Receives 1×1×Rows×Columns, micrograph layout.</param>
    /// <param name="shape">The windows.</param>
    void WindowStatistics(Tensor image, Tensor mean, Tensor deviation, WindowShape shape);

    /// <summary>
    /// Keeps a score where it is above the threshold and beats every other score within the radius (Euclidean,
    /// inclusive; of equal scores the one later in row-major order wins) and writes −∞ everywhere else.
    /// </summary>
    /// <param name="scores">1×1×H×W, micrograph layout.</param>
    /// <param name="peaks">Receives 1×1×H×W, micrograph layout.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="radius">Distance in pixels of the score map, at least 1.</param>
    /// <param name="threshold">Scores must be greater than this.</param>
    void LocalMaxima(Tensor scores, Tensor peaks, int height, int width, float radius, float threshold);

    /// <summary>
    /// Mean over factor×factor blocks; blocks cut by the right or bottom edge are averaged over what there is.
    /// </summary>
    /// <param name="image">1×1×H×W, micrograph layout.</param>
    /// <param name="output">Receives 1×1×⌈H/factor⌉×⌈W/factor⌉, micrograph layout.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="factor">Side of a block, at least 1.</param>
    void Binning(Tensor image, Tensor output, int height, int width, int factor);

    /// <summary>Rescales by any ratio with a Lanczos window; see <see cref="RescalingReference"/>.</summary>
    /// <param name="image">1×1×Height×Width, micrograph layout.</param>
    /// <param name="output">Receives 1×1×OutHeight×OutWidth, micrograph layout.</param>
    /// <param name="rows">Flat, <see cref="RescalingTaps.Lines"/> of the rows.</param>
    /// <param name="columns">Flat, <see cref="RescalingTaps.Lines"/> of the columns.</param>
    /// <param name="shape">What the tables were made for.</param>
    void Rescaling(Tensor image, Tensor output, Tensor rows, Tensor columns, RescalingShape shape);
}
