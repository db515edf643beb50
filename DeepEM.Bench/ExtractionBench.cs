using System.Globalization;
using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Extraction;

namespace DeepEM.Bench;

/// <summary>One particle of 256 px cut out, rescaled or not, normalised and inverted, on one core: time for the box.
/// </summary>
/// <remarks>A box of 2 ms is 500 a second. 254 = 2·127 is the unkindest size: a large prime.</remarks>
public class ExtractionBench
{
    private const int Side = 2048;

    private readonly MicrographSize _size = new(Side, Side);
    private float[] _pixels = [];
    private float[] _box = [];
    private BoxCutter? _cutter;

    [Params("256", "256 to 128", "256 to 64", "254 to 127")]
    public string Boxes { get; set; } = "256";

    [GlobalSetup]
    public void Make()
    {
        RandomSource random = new(1);
        _pixels = [.. Enumerable.Range(0, Side * Side).Select(_ => (float)(1000 + (30 * random.NextGaussian())))];
        string[] sides = Boxes.Split(" to ");
        BoxSettings settings = new(int.Parse(sides[0], CultureInfo.InvariantCulture))
        {
            ScaledSide = sides.Length > 1 ? int.Parse(sides[1], CultureInfo.InvariantCulture) : null,
        };
        _cutter = new BoxCutter(settings);
        _box = new float[settings.WrittenSide * settings.WrittenSide];
    }

    [Benchmark]
    public bool Cut() => _cutter!.Cut(_pixels, _size, BoxWindow.Of(1000.5, 900.2, Boxes[2] == '6' ? 256 : 254), _box);
}
