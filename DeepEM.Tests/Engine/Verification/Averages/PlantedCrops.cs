using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Averages;

namespace DeepEM.Tests.Engine.Verification.Averages;

/// <summary>Crops of a known image in known poses, under noise of spread 1.</summary>
internal static class PlantedCrops
{
    public const double Diameter = 34;

    private const int Side = ParticleCrops.Side;

    /// <summary>Three unlike blobs, without any symmetry; brightest 1.</summary>
    public static double Blobs(double x, double y) =>
        Blob(x - 9, y, 4) + (0.8 * Blob(x + 5, y - 8, 3)) + (0.6 * Blob(x + 2, y + 11, 2.5));

    /// <summary>A bar and a dot, nothing like the blobs.</summary>
    public static double Bar(double x, double y) =>
        Math.Exp(-(x * x / 200) - (y * y / 6)) + (0.7 * Blob(x - 3, y - 10, 2.5));

    /// <summary>Small dots, as many bright as dark.</summary>
    public static double Dots(double x, double y) =>
        Blob(x - 6, y, 1.3) - Blob(x + 5, y - 4, 1.3) + Blob(x, y + 8, 1.3) - Blob(x - 2, y - 9, 1.3);

    /// <summary>The cells of crops: images turned from x towards y and moved, under noise.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">What rotations and noise depend on.</param>
    /// <param name="signalToNoise">Power of the image within the mask over that of the noise; 0 for noise.</param>
    /// <param name="images">The crops show them in turn.</param>
    /// <returns>One cell a crop, and its rotation in radians.</returns>
    public static (float[][] Cells, double[] Radians) Draw(
        int count, int seed, double signalToNoise, params Func<double, double, double>[] images)
    {
        var random = new RandomSource(seed);
        float[][] cells = new float[count][];
        double[] radians = new double[count];
        for (int n = 0; n < count; n++)
        {
            radians[n] = random.NextDouble(0, 2 * Math.PI);
            Func<double, double, double> image = images.Length == 0 ? (_, _) => 0 : images[n % images.Length];
            cells[n] = Cell(image, radians[n], (0, 0), Math.Sqrt(signalToNoise) / Spread(image));
            for (int i = 0; i < cells[n].Length; i++)
            {
                cells[n][i] += (float)random.NextGaussian();
            }
        }

        return (cells, radians);
    }

    /// <summary>An image without noise.</summary>
    /// <param name="image">The image.</param>
    /// <param name="radians">By how much it is turned from x towards y.</param>
    /// <param name="centre">Where its centre lies, from the middle of the cell.</param>
    /// <param name="scale">What it is multiplied by.</param>
    public static float[] Cell(
        Func<double, double, double> image, double radians, (double X, double Y) centre, double scale)
    {
        float[] cell = new float[Side * Side];
        (double sin, double cos) = Math.SinCos(radians);
        for (int i = 0; i < cell.Length; i++)
        {
            (double x, double y) = ((i % Side) - (Side / 2) - centre.X, (i / Side) - (Side / 2) - centre.Y);
            cell[i] = (float)(scale * image((x * cos) + (y * sin), (y * cos) - (x * sin)));
        }

        return cell;
    }

    /// <summary>A cell turned by a right angle from x towards y.</summary>
    public static float[] Turned(float[] cell) => Mapped(cell, (x, y) => (y, -x));

    /// <summary>A cell seen in a mirror.</summary>
    public static float[] Mirrored(float[] cell) => Mapped(cell, (x, y) => (x, -y));

    /// <summary>Crops of cells.</summary>
    /// <param name="cells">The cells, bright.</param>
    /// <param name="micrographs">Over how many micrographs they are dealt in turn.</param>
    /// <param name="transfers">What the optics of each micrograph leave; none for no optics.</param>
    public static ParticleCrops Of(IReadOnlyList<float[]> cells, int micrographs = 1, double[][]? transfers = null)
    {
        var crops = new ParticleCrops();
        for (int m = 0; m < micrographs; m++)
        {
            float[][] own = [.. cells.Where((_, n) => n % micrographs == m)];
            crops.Add(Mosaic(own), Places(own.Length), isBright: true, transfers?[m]);
        }

        return crops;
    }

    /// <summary>Adds a micrograph with the cells; its places come in an order of their own.</summary>
    public static void AddTo(
        ParticleCrops crops, float[][] cells, Func<IEnumerable<BinnedPosition>, IEnumerable<BinnedPosition>> order) =>
        crops.Add(Mosaic(cells), [.. order(Places(cells.Length))], isBright: true);

    /// <summary>A cell with a smaller image in its middle.</summary>
    public static float[] Framed(float[] image, int side)
    {
        float[] cell = new float[Side * Side];
        int first = (Side - side) / 2;
        for (int row = 0; row < side; row++)
        {
            image.AsSpan(row * side, side).CopyTo(cell.AsSpan(((first + row) * Side) + first));
        }

        return cell;
    }

    /// <summary>Crops of white noise at the summits that a search for blobs finds.</summary>
    public static ParticleCrops Maxima(int count, int seed)
    {
        (float[][] cells, _) = Draw(count, seed, 0);
        PreparedMicrograph image = Mosaic(cells);
        BinnedPosition[] summits = [.. Places(count).Select(place => Summit(image, place))];
        var crops = new ParticleCrops();
        crops.Add(image, summits, isBright: true);
        return crops;
    }

    private static PreparedMicrograph Mosaic(float[][] cells)
    {
        float[] pixels = new float[Math.Max(1, cells.Length) * Side * Side];
        for (int n = 0; n < cells.Length; n++)
        {
            cells[n].CopyTo(pixels, n * Side * Side);
        }

        int height = pixels.Length / Side;
        return new PreparedMicrograph("planted", pixels, height, Side, 1, height, Side);
    }

    private static BinnedPosition[] Places(int count) =>
        [.. Enumerable.Range(0, count).Select(n => new BinnedPosition(Side / 2, (n * Side) + (Side / 2)))];

    private static BinnedPosition Summit(PreparedMicrograph image, BinnedPosition place)
    {
        (double best, BinnedPosition summit) = (double.NegativeInfinity, place);
        for (int y = -20; y <= 20; y += 4)
        {
            for (int x = -20; x <= 20; x += 4)
            {
                double sum = 0;
                for (int dy = -10; dy <= 10; dy++)
                {
                    int row = Math.Clamp((int)place.Y + y + dy, 0, image.Height - 1) * Side;
                    for (int dx = -10; dx <= 10; dx++)
                    {
                        sum += image.Pixels[row + (int)place.X + x + dx];
                    }
                }

                (best, summit) = sum > best ? (sum, new BinnedPosition(place.X + x, place.Y + y)) : (best, summit);
            }
        }

        return summit;
    }

    private static float[] Mapped(float[] cell, Func<int, int, (int X, int Y)> from)
    {
        float[] mapped = new float[cell.Length];
        for (int i = 0; i < cell.Length; i++)
        {
            (int x, int y) = from((i % Side) - (Side / 2), (i / Side) - (Side / 2));
            (x, y) = (Math.Clamp(x + (Side / 2), 0, Side - 1), Math.Clamp(y + (Side / 2), 0, Side - 1));
            mapped[i] = cell[(y * Side) + x];
        }

        return mapped;
    }

    private static double Blob(double x, double y, double width) =>
        Math.Exp(-((x * x) + (y * y)) / (2 * width * width));

    // Root mean square within the mask.
    private static double Spread(Func<double, double, double> image)
    {
        const int Radius = 20;
        (double sum, int count) = (0, 0);
        for (int y = -Radius; y <= Radius; y++)
        {
            for (int x = -Radius; x <= Radius; x++)
            {
                if ((x * x) + (y * y) <= Radius * Radius)
                {
                    double value = image(x, y);
                    (sum, count) = (sum + (value * value), count + 1);
                }
            }
        }

        return sum > 0 ? Math.Sqrt(sum / count) : 1;
    }
}
