using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Pieces of prepared micrographs round places, particles bright, from which averages are made.</summary>
/// <remarks>
/// Side·Side grey levels each, less the median of their micrograph and cut at ±6, reflected at its borders. They are
/// wider than the box of the averages, so that a class can move its box without a second look at the micrograph.
/// Kept as whole numbers of 8 bits (steps of 1/21 of the micrograph's spread, whose error is 2e-4 of its variance): a
/// hundred thousand take 0.9 GB.
/// </remarks>
public sealed class ParticleCrops
{
    /// <summary>Rows and columns of a crop, prepared pixels.</summary>
    public const int Side = 96;

    private const float Steps = sbyte.MaxValue / RobustNormalisation.Limit;
    private const int MedianSamples = 1 << 16;

    private readonly List<sbyte[]> _crops = [];
    private readonly List<CropPlace> _places = [];
    private readonly List<IReadOnlyList<double>?> _transfers = [];

    /// <summary>Number of crops.</summary>
    public int Count => _crops.Count;

    /// <summary>Number of micrographs, those without a place too.</summary>
    public int Micrographs => _transfers.Count;

    /// <summary>Where the crops come from, in the order in which they were added.</summary>
    public IReadOnlyList<CropPlace> Places => _places;

    /// <summary>Cuts the next micrograph.</summary>
    /// <param name="image">The micrograph, flattened and normalised.</param>
    /// <param name="places">Centres in its pixels; may lie outside. May be empty.</param>
    /// <param name="isBright">Whether particles are bright in it; dark ones are exchanged.</param>
    /// <param name="transfer">What its optics leave of each ring in Fourier space, ring 0 first
    /// (<see cref="AverageSettings.Rings"/> + 1 factors, −1 to 1); null where that is not known.</param>
    /// <exception cref="ArgumentException">A factor or a place is not a number.</exception>
    public void Add(
        PreparedMicrograph image,
        IReadOnlyList<BinnedPosition> places,
        bool isBright,
        IReadOnlyList<double>? transfer = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(places);
        if (transfer is not null && (transfer.Count == 0 || transfer.Any(factor => !double.IsFinite(factor))))
        {
            throw new ArgumentException("Factors of the optics must be numbers.", nameof(transfer));
        }

        if (places.Any(place => !double.IsFinite(place.X) || !double.IsFinite(place.Y)))
        {
            throw new ArgumentException("Places must be numbers.", nameof(places));
        }

        float median = Median(image.Pixels);
        foreach (BinnedPosition place in places)
        {
            (int x, int y) = ((int)Math.Round(place.X), (int)Math.Round(place.Y));
            _crops.Add(Cut(image, (x, y), median, isBright ? Steps : -Steps));
            _places.Add(new CropPlace(_transfers.Count, place.X, place.Y));
        }

        _transfers.Add(transfer);
    }

    /// <summary>One crop.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="pixels">Receives Side·Side grey levels, row by row.</param>
    public void Read(int number, Span<float> pixels)
    {
        sbyte[] crop = _crops[number];
        for (int i = 0; i < crop.Length; i++)
        {
            pixels[i] = crop[i] / Steps;
        }
    }

    /// <summary>What the optics leave of a micrograph's rings.</summary>
    /// <param name="micrograph">Number of the micrograph.</param>
    /// <returns>Factors by ring; null where nothing is known.</returns>
    internal IReadOnlyList<double>? Transfer(int micrograph) => _transfers[micrograph];

    private static sbyte[] Cut(PreparedMicrograph image, (int X, int Y) centre, float median, float scale)
    {
        sbyte[] crop = new sbyte[Side * Side];
        for (int i = 0; i < Side; i++)
        {
            int row = Reflection.Fold(centre.Y - (Side / 2) + i, image.Height) * image.Width;
            for (int j = 0; j < Side; j++)
            {
                float pixel = image.Pixels[row + Reflection.Fold(centre.X - (Side / 2) + j, image.Width)] - median;
                pixel = float.IsNaN(pixel)
                    ? 0
                    : Math.Clamp(pixel, -RobustNormalisation.Limit, RobustNormalisation.Limit);
                crop[(i * Side) + j] = (sbyte)MathF.Round(pixel * scale);
            }
        }

        return crop;
    }

    private static float Median(float[] pixels)
    {
        int stride = Math.Max(1, pixels.Length / MedianSamples) | 1;
        List<float> sample = [];
        for (int i = 0; i < pixels.Length; i += stride)
        {
            if (float.IsFinite(pixels[i]))
            {
                sample.Add(pixels[i]);
            }
        }

        float[] values = [.. sample];
        return values.Length == 0 ? 0 : OrderStatistic.Select(values, values.Length / 2);
    }
}
