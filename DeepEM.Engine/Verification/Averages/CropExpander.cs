using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Brings crops onto the device and expands them, piece by piece.</summary>
internal sealed class CropExpander : IDisposable
{
    /// <summary>Most crops of a piece: enough for every worker of a device, and 60 MB.</summary>
    public const int Piece = 1024;

    private const int CropLength = ParticleCrops.Side * ParticleCrops.Side;

    private readonly float[] _cropValues;
    private readonly float[] _offsetValues;
    private readonly float[] _gainValues;
    private readonly Tensor _cropTensor;
    private readonly Tensor _offsetTensor;
    private readonly Tensor _gainTensor;
    private readonly Tensor _table;

    /// <summary>Prepares.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="basis">The basis.</param>
    /// <param name="crops">The crops, at least one.</param>
    /// <param name="gains">What coefficients are multiplied by.</param>
    public CropExpander(IComputeBackend backend, PolarBasis basis, ParticleCrops crops, CropGains gains)
    {
        (Backend, Basis, Crops, Gains) = (backend, basis, crops, gains);
        int most = Math.Min(Piece, crops.Count);
        _cropValues = new float[most * CropLength];
        _offsetValues = new float[most * 2];
        _gainValues = new float[most * (basis.Rings + 1)];
        _cropTensor = backend.Allocate(_cropValues.Length);
        _offsetTensor = backend.Allocate(_offsetValues.Length);
        _gainTensor = backend.Allocate(_gainValues.Length);
        _table = backend.Allocate(basis.Table.Length);
        _table.Upload(basis.Table);
    }

    /// <summary>The device.</summary>
    public IComputeBackend Backend { get; }

    /// <summary>The basis.</summary>
    public PolarBasis Basis { get; }

    /// <summary>The crops.</summary>
    public ParticleCrops Crops { get; }

    /// <summary>What coefficients are multiplied by.</summary>
    public CropGains Gains { get; }

    /// <summary>Expands a piece at all shifts.</summary>
    /// <param name="numbers">No more crops than a piece has.</param>
    /// <param name="offsets">Where the box of each lies, pixels from the centre of its crop.</param>
    /// <param name="shifts">Shifts from there.</param>
    /// <param name="coefficients">Receives 2L values for each crop and shift.</param>
    public void Expand(
        ReadOnlySpan<int> numbers,
        ReadOnlySpan<(int X, int Y)> offsets,
        IReadOnlyList<(int X, int Y)> shifts,
        Tensor coefficients)
    {
        int rings = Basis.Rings + 1;
        for (int i = 0; i < numbers.Length; i++)
        {
            Crops.Read(numbers[i], _cropValues.AsSpan(i * CropLength, CropLength));
            (_offsetValues[2 * i], _offsetValues[(2 * i) + 1]) = (offsets[i].X, offsets[i].Y);
            Gains.Write(numbers[i], _gainValues.AsSpan(i * rings, rings));
        }

        using Tensor crops = Uploaded(_cropTensor, _cropValues, numbers.Length * CropLength);
        using Tensor places = Uploaded(_offsetTensor, _offsetValues, numbers.Length * 2);
        using Tensor factors = Uploaded(_gainTensor, _gainValues, numbers.Length * rings);
        Backend.Alignment.Expand(
            crops,
            places,
            factors,
            _table,
            coefficients,
            new PolarExpansion(Basis, numbers.Length, ParticleCrops.Side, shifts));
    }

    /// <summary>Expands any number of crops where they are.</summary>
    /// <param name="numbers">The crops.</param>
    /// <param name="offsets">Where the box of each lies.</param>
    /// <returns>2L values for each.</returns>
    public float[] Expand(int[] numbers, (int X, int Y)[] offsets)
    {
        int length = 2 * Basis.Length;
        float[] all = new float[numbers.Length * length];
        for (int first = 0; first < numbers.Length; first += Piece)
        {
            int count = Math.Min(Piece, numbers.Length - first);
            using Tensor coefficients = Backend.Allocate((long)count * length);
            Expand(numbers.AsSpan(first, count), offsets.AsSpan(first, count), [(0, 0)], coefficients);
            coefficients.Download(all.AsSpan(first * length, count * length));
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cropTensor.Dispose();
        _offsetTensor.Dispose();
        _gainTensor.Dispose();
        _table.Dispose();
    }

    private static Tensor Uploaded(Tensor tensor, float[] values, int length)
    {
        Tensor part = tensor.Slice(0, length);
        part.Upload(values.AsSpan(0, length));
        return part;
    }
}
