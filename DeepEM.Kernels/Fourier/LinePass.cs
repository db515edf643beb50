namespace DeepEM.Kernels.Fourier;

/// <summary>Lines of one length in the memory of a device, and the pass of their transform that a kernel computes.
/// </summary>
/// <remarks>
/// Element n of line l has its real part at <c>l·LineStride + n·Step + Real</c> and its imaginary part at
/// <c>l·LineStride + n·Step + Imaginary</c>, in the source and in the target of a pass. With the two exchanged, the
/// transform is the inverse one, times N. Where lines lie side by side (a stride of 1), neighbouring threads take
/// neighbouring lines, else neighbouring elements, so that they read neighbouring values.
/// </remarks>
/// <param name="Lines">How many lines.</param>
/// <param name="Length">Elements of a line, N.</param>
/// <param name="LineStride">Values from line to line.</param>
/// <param name="Step">Values from element to element.</param>
/// <param name="Real">Where the real parts begin.</param>
/// <param name="Imaginary">Where the imaginary parts begin.</param>
/// <param name="Factor">Factor of the pass, r.</param>
/// <param name="Side">Sequences side by side, s: the product of the factors of the passes before.</param>
internal readonly record struct LinePass(
    int Lines, int Length, int LineStride, int Step, int Real, int Imaginary, int Factor, int Side)
{
    /// <summary>The rows of an image of H rows and W columns, two in one complex line, one below the other.</summary>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>⌈H/2⌉ lines: with an odd H, a row more than the image has.</returns>
    public static LinePass Rows(int height, int width) =>
        new((height + 1) / 2, width, 2 * width, Step: 1, Real: 0, Imaginary: width, Factor: 1, Side: 1);

    /// <summary>The columns of a half spectrum, a plane of real parts before one of imaginary parts.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="columns">Columns of the spectrum.</param>
    public static LinePass Columns(int height, int columns) =>
        new(columns, height, LineStride: 1, columns, Real: 0, Imaginary: height * columns, Factor: 1, Side: 1);

    /// <summary>The same lines for the inverse transform.</summary>
    public LinePass Inverse() => this with { Real = Imaginary, Imaginary = Real };
}
