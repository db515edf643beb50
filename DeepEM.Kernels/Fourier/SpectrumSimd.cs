using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Fourier;

/// <summary>Transforms of real images on the calling thread; definition in <see cref="FourierReference"/>.</summary>
/// <remarks>The very values of <see cref="FourierTransform"/>, whatever the width of the vectors.</remarks>
internal static unsafe class SpectrumSimd
{
    /// <summary>Transforms an image.</summary>
    /// <param name="image">H rows of W columns.</param>
    /// <param name="spectrum">Receives two planes of H rows of ⌊W/2⌋ + 1 columns.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="scratch">The thread's memory.</param>
    public static void Forward(SimdTensor image, SimdTensor spectrum, int height, int width, SimdScratch scratch)
    {
        SpectrumWork work = scratch.Kept<SpectrumWork>();
        PlaneTransform plane = work.For(height, width);
        SpectrumPlanes planes = new(Plane(spectrum, 0), Plane(spectrum, 1), (int)spectrum.RowStride);
        for (int group = 0; group < plane.RowGroups; group++)
        {
            plane.ForwardRows(Plane(image, 0), (int)image.RowStride, planes, group, work.Rows);
        }

        for (int group = 0; group < plane.ColumnGroups; group++)
        {
            plane.TransformColumns(planes, group, work.Columns, inverse: false);
        }
    }

    /// <summary>Transforms a spectrum back.</summary>
    /// <param name="spectrum">Two planes of H rows of ⌊W/2⌋ + 1 columns, left as they are.</param>
    /// <param name="image">Receives H rows of W columns.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="scratch">The thread's memory.</param>
    public static void Inverse(SimdTensor spectrum, SimdTensor image, int height, int width, SimdScratch scratch)
    {
        SpectrumWork work = scratch.Kept<SpectrumWork>();
        PlaneTransform plane = work.For(height, width);
        int length = Plane(spectrum, 0).Length;
        Span<float> copy = new(scratch.Floats(ScratchUse.Spectra, 2L * length), checked(2 * length));
        Plane(spectrum, 0).CopyTo(copy);
        Plane(spectrum, 1).CopyTo(copy[length..]);
        SpectrumPlanes planes = new(copy[..length], copy[length..], (int)spectrum.RowStride);
        for (int group = 0; group < plane.ColumnGroups; group++)
        {
            plane.TransformColumns(planes, group, work.Columns, inverse: true);
        }

        for (int group = 0; group < plane.RowGroups; group++)
        {
            plane.InverseRows(planes, Plane(image, 0), (int)image.RowStride, group, work.Rows);
        }
    }

    private static Span<float> Plane(SimdTensor tensor, int channel) =>
        new(tensor.Data + (channel * tensor.PlaneStride), checked((int)tensor.PlaneStride));
}
