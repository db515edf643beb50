using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

/// <summary>Tests that run once for each width; all are skipped where the machine has no such vectors.</summary>
public abstract class SimdTests(SimdWidth width)
{
    private SimdBackend? _backend;

    /// <summary>A backend of that width with two workers.</summary>
    protected SimdBackend Backend => _backend!;

    /// <summary>Lanes, V.</summary>
    protected int Lanes => Backend.ChunkImages;

    [OneTimeSetUp]
    public void Start()
    {
        if (!SimdBackend.IsSupported(width))
        {
            Assert.Ignore($"This machine has no vectors of {width}.");
        }

        _backend = new SimdBackend(2, width);
    }

    [OneTimeTearDown]
    public void Stop() => _backend?.Dispose();

    /// <summary>Seeded multiples of 1/256 between −2 and 2, which float represents exactly.</summary>
    protected static double[] Draw(int seed, long length)
    {
        Random random = new(seed);
        double[] values = new double[length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = random.Next(-512, 513) / 256.0;
        }

        return values;
    }

    /// <summary>A flat tensor of these values.</summary>
    protected Tensor Flat(double[] values)
    {
        Tensor tensor = Backend.Allocate(values.Length);
        tensor.Upload(Floats(values));
        return tensor;
    }

    /// <summary>Images of these values.</summary>
    protected Tensor Images(ImageShape shape, double[] values, ImageLayout layout = ImageLayout.Patches)
    {
        Tensor tensor = Backend.AllocateImages(shape, layout);
        tensor.Upload(Floats(values));
        return tensor;
    }

    /// <summary>A flat tensor of NaN, for a result that must overwrite every value.</summary>
    protected Tensor FlatOutput(long length) => Flat(NaNs(length));

    /// <summary>Images of NaN, for a result that must overwrite every value.</summary>
    protected Tensor Output(ImageShape shape, ImageLayout layout = ImageLayout.Patches) =>
        Images(shape, NaNs(shape.Length), layout);

    /// <summary>All values, in NCHW order.</summary>
    protected static float[] Read(Tensor tensor)
    {
        float[] values = new float[tensor.Length];
        tensor.Download(values);
        return values;
    }

    /// <summary>
    /// Every value within <paramref name="tolerance"/> times the largest expected one (at least 1); NaN never passes.
    /// </summary>
    protected static void RequireNear(float[] actual, double[] expected, double tolerance = 2e-6)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        double allowed = tolerance * Math.Max(1, expected.Max(Math.Abs));
        for (int index = 0; index < expected.Length; index++)
        {
            if (!(Math.Abs(actual[index] - expected[index]) <= allowed))
            {
                Assert.Fail($"[{index}] is {actual[index]:R}, expected {expected[index]:R} ± {allowed:G3}.");
            }
        }
    }

    /// <summary>⟨a, b⟩ = ⟨c, d⟩ up to the rounding of a and c, which were computed in float.</summary>
    protected static void RequireAdjoint(float[] a, double[] b, float[] c, double[] d)
    {
        double left = a.Zip(b, (x, y) => x * y).Sum();
        double right = c.Zip(d, (x, y) => x * y).Sum();
        double allowed = 1e-5 * Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => y * y));
        Assert.That(Math.Abs(left - right) <= allowed, Is.True, $"{left:R} against {right:R} ± {allowed:G3}.");
    }

    protected static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    protected static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static double[] NaNs(long length) => Enumerable.Repeat(double.NaN, checked((int)length)).ToArray();
}
