namespace DeepEM.Kernels.Alignment;

/// <summary>
/// Waves on rings of an image's Fourier transform: an image as coefficients that a rotation multiplies by a phase.
/// </summary>
/// <remarks>
/// <code>
/// a[m](k) = (−i)ᵐ·Σ_x M(x)·I(x)·J[m](2π·k·|x|/Side)·exp(−i·m·φ_x)
/// I(x) = 1/Side²·Re Σ_k 2π·k·Σ_m w[m]·iᵐ·J[m](2π·k·|x|/Side)·exp(i·m·φ_x)·a[m](k),   w[0] = 1, else w[m] = 2
/// </code>
/// <para>
/// k = 1..Rings is the radius of a ring in pixels of the transform, m = 0..min(Rotations/2 − 1,
/// ⌈2π·k·MaskRadius/Side⌉ + 1) the order, x a pixel relative to the pixel Side/2, φ_x = atan2(row, column). M is 1 to
/// MaskRadius − 2 and falls with a raised cosine to 0 at MaskRadius + 2. The coefficients of a real image at −m are
/// (−1)ᵐ times the conjugate of those at m, hence the weights w.
/// </para>
/// <para>
/// A vector of coefficients is 2·Length values: the real parts, then the imaginary parts, sorted by m, then by k.
/// </para>
/// </remarks>
public sealed class PolarBasis
{
    /// <summary>Half the width of the mask's soft edge, in pixels.</summary>
    internal const double SoftEdge = 2;

    private readonly int[] _orderOf;
    private readonly int[] _ringOf;
    private readonly int[] _firstOfOrder;
    private readonly QuadrantWaves _waves;
    private readonly PolarTable _table;

    /// <summary>Makes a basis.</summary>
    /// <param name="side">Side of the images in pixels, at least 8.</param>
    /// <param name="maskRadius">Radius of the mask in pixels, 2 to side/2 − 2.</param>
    /// <param name="rings">Rings, 1 to side/2.</param>
    /// <param name="rotations">Rotations that are told apart, a multiple of 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not in its range.</exception>
    public PolarBasis(int side, double maskRadius, int rings, int rotations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 8);
        if (!(maskRadius >= SoftEdge && maskRadius + SoftEdge <= side / 2))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maskRadius), maskRadius, $"A mask in {side} pixels has a radius of 2 to {(side / 2) - 2}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(rings, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rings, side / 2);
        if (rotations < 4 || rotations % 4 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rotations), rotations, "Rotations are a multiple of 4.");
        }

        (Side, MaskRadius, Rings, Rotations) = (side, maskRadius, rings, rotations);
        (_orderOf, _ringOf, _firstOfOrder) = Sorted();
        MaskPower = MeanSquareOfMask();
        _waves = new QuadrantWaves(this);
        _table = new PolarTable(this, _waves);
        Turns = new RotationTables(Orders, rotations);
    }

    /// <summary>Side of the images, in pixels.</summary>
    public int Side { get; }

    /// <summary>Radius of the mask, in pixels.</summary>
    public double MaskRadius { get; }

    /// <summary>Number of rings; ring k has the radius k.</summary>
    public int Rings { get; }

    /// <summary>Rotations that are told apart, by 2π/Rotations each.</summary>
    public int Rotations { get; }

    /// <summary>Number of orders: the largest m + 1.</summary>
    public int Orders => _firstOfOrder.Length - 1;

    /// <summary>Number of complex coefficients, L.</summary>
    public int Length => _orderOf.Length;

    /// <summary>Mean of M² over all pixels of an image.</summary>
    public double MaskPower { get; }

    /// <summary>The order m of each coefficient.</summary>
    public ReadOnlySpan<int> OrderOf => _orderOf;

    /// <summary>The ring k of each coefficient.</summary>
    public ReadOnlySpan<int> RingOf => _ringOf;

    /// <summary>The first coefficient of each order, and Length: Orders + 1 offsets.</summary>
    public ReadOnlySpan<int> FirstOfOrder => _firstOfOrder;

    /// <summary>The values that the table of the basis has on a device.</summary>
    public ReadOnlySpan<float> Table => _table.Values;

    /// <summary>How the table is arranged.</summary>
    internal PolarTable Arrangement => _table;

    /// <summary>Sines and cosines of the rotations.</summary>
    internal RotationTables Turns { get; }

    /// <summary>The image that has these coefficients, within the mask.</summary>
    /// <param name="coefficients">2·Length values.</param>
    /// <returns>Side·Side values, row by row; 0 where the mask is 0.</returns>
    public float[] Image(ReadOnlySpan<float> coefficients)
    {
        RequireLength(coefficients.Length);
        double[] weighted = new double[2 * Length];
        for (int l = 0; l < Length; l++)
        {
            double scale = 2 * Math.PI * _ringOf[l] * WeightOf(_orderOf[l]) / ((double)Side * Side);
            weighted[l] = scale * coefficients[l];
            weighted[Length + l] = scale * coefficients[Length + l];
        }

        return _waves.Sum(weighted);
    }

    /// <summary>Coefficients of the turned image, in which x points to where y pointed after a quarter turn.</summary>
    /// <param name="coefficients">2·Length values.</param>
    /// <param name="radians">The angle.</param>
    /// <param name="result">Receives 2·Length values: a[m](k)·exp(−i·m·radians); may be the coefficients.</param>
    public void Rotate(ReadOnlySpan<float> coefficients, double radians, Span<float> result)
    {
        RequireLength(coefficients.Length);
        RequireLength(result.Length);
        for (int l = 0; l < Length; l++)
        {
            (double sin, double cos) = Math.SinCos(_orderOf[l] * radians);
            (double real, double imaginary) = (coefficients[l], coefficients[Length + l]);
            result[l] = (float)((real * cos) + (imaginary * sin));
            result[Length + l] = (float)((imaginary * cos) - (real * sin));
        }
    }

    /// <summary>The power of each ring.</summary>
    /// <param name="coefficients">2·Length values.</param>
    /// <returns>Σ_m w[m]·|a[m](k)|² at k = 1..Rings, and 0 at 0.</returns>
    public double[] RingPower(ReadOnlySpan<float> coefficients)
    {
        RequireLength(coefficients.Length);
        double[] power = new double[Rings + 1];
        for (int l = 0; l < Length; l++)
        {
            (double real, double imaginary) = (coefficients[l], coefficients[Length + l]);
            power[_ringOf[l]] += WeightOf(_orderOf[l]) * ((real * real) + (imaginary * imaginary));
        }

        return power;
    }

    /// <summary>The mask M at a distance from the centre.</summary>
    /// <param name="radius">The distance in pixels.</param>
    internal double Mask(double radius) =>
        radius <= MaskRadius - SoftEdge ? 1
        : radius >= MaskRadius + SoftEdge ? 0
        : 0.5 + (0.5 * Math.Cos(Math.PI * (radius - MaskRadius + SoftEdge) / (2 * SoftEdge)));

    private static int WeightOf(int order) => order == 0 ? 1 : 2;

    private (int[] OrderOf, int[] RingOf, int[] FirstOfOrder) Sorted()
    {
        int LastOrder(int ring) => (int)Math.Min(
            (Rotations / 2) - 1, Math.Ceiling(2 * Math.PI * ring * MaskRadius / Side) + 1);
        List<int> orders = [];
        List<int> rings = [];
        List<int> first = [0];
        for (int m = 0; m <= LastOrder(Rings); m++)
        {
            for (int k = 1; k <= Rings; k++)
            {
                if (m <= LastOrder(k))
                {
                    orders.Add(m);
                    rings.Add(k);
                }
            }

            first.Add(orders.Count);
        }

        return ([.. orders], [.. rings], [.. first]);
    }

    private double MeanSquareOfMask()
    {
        double sum = 0;
        for (int pixel = 0; pixel < Side * Side; pixel++)
        {
            double mask = Mask(double.Hypot((pixel / Side) - (Side / 2), (pixel % Side) - (Side / 2)));
            sum += mask * mask;
        }

        return sum / ((double)Side * Side);
    }

    private void RequireLength(int length)
    {
        if (length != 2 * Length)
        {
            throw new ArgumentException($"{length} values where {Length} complex coefficients are needed.");
        }
    }
}
