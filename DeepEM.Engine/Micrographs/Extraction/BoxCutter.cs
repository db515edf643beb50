using DeepEM.Engine.Coordinates;
using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Micrographs.Extraction;

/// <summary>Cuts one particle after the other out of micrographs: window, rescale, normalise, invert, in this order.
/// </summary>
/// <remarks>
/// Everything is computed in double precision (<see cref="BoxWindow"/>, <see cref="FourierCrop"/>,
/// <see cref="BoxBackground"/>) and rounded once. In single precision a micrograph of mean 10,000 would lose three
/// digits. One object serves one thread; it holds 8·(N² + M²) bytes and what the transform needs.
/// </remarks>
public sealed class BoxCutter
{
    private readonly BoxSettings _settings;
    private readonly double[] _window;
    private readonly double[] _scaled;
    private readonly FourierCrop? _crop;
    private readonly BoxBackground? _background;

    /// <summary>Prepares to cut boxes of one kind.</summary>
    /// <param name="settings">Size and what to do with the grey levels; valid.</param>
    public BoxCutter(BoxSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        int side = settings.WrittenSide;
        _window = new double[settings.Side * settings.Side];
        bool isScaled = side != settings.Side;
        _crop = isScaled ? new FourierCrop(settings.Side, side) : null;
        _scaled = isScaled ? new double[side * side] : _window;
        _background = settings.Normalises ? new BoxBackground(side, settings.Radius) : null;
    }

    /// <summary>Cuts a box.</summary>
    /// <param name="pixels">The micrograph, row by row.</param>
    /// <param name="size">Its extents.</param>
    /// <param name="window">Where; touches the micrograph (<see cref="BoxWindow.Touches"/>).</param>
    /// <param name="box">Receives M·M grey levels.</param>
    /// <returns>False where the background has one grey level only, so that nothing could be divided.</returns>
    public bool Cut(ReadOnlySpan<float> pixels, MicrographSize size, BoxWindow window, Span<float> box)
    {
        window.Cut(pixels, size, _window);
        _crop?.Apply(_window, _scaled);
        bool isNormal = _background?.Normalise(_scaled, _settings.RemovesRamp) ?? true;
        double sign = _settings.Inverts ? -1 : 1;
        for (int i = 0; i < box.Length; i++)
        {
            box[i] = (float)(sign * _scaled[i]);
        }

        return isNormal;
    }
}
