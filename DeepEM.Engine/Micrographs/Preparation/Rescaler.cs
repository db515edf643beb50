using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Resampling;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Rescales images of one size and ratio after another, in bands on all threads where the device can.
/// </summary>
/// <remarks>
/// Bands do not depend on the number of threads: the same bits for any. Keeps buffers: one object serves one caller at
/// a time.
/// </remarks>
/// <param name="backend">The device; must outlive this object.</param>
internal sealed class Rescaler(IComputeBackend backend) : IDisposable
{
    private const int BandRows = 64;

    private (int Height, int Width, int OutHeight, int OutWidth, double Ratio) _made;
    private Band[] _bands = [];

    /// <summary>Rescales.</summary>
    /// <param name="source">The image, row by row.</param>
    /// <param name="extents">Its rows and columns.</param>
    /// <param name="target">Receives the rows of the result.</param>
    /// <param name="wanted">Its rows and columns.</param>
    /// <param name="ratio">Pixels of the image per pixel of the result.</param>
    public void Rescale(
        float[] source,
        (int Height, int Width) extents,
        float[] target,
        (int Height, int Width) wanted,
        double ratio)
    {
        (int, int, int, int, double) asked = (extents.Height, extents.Width, wanted.Height, wanted.Width, ratio);
        if (asked != _made)
        {
            Dispose();
            var rows = RescalingTaps.Of(extents.Height, wanted.Height, ratio);
            var columns = RescalingTaps.Of(extents.Width, wanted.Width, ratio);
            int most = backend.TakesConcurrentCalls ? BandRows : wanted.Height;
            _bands = [.. Enumerable.Range(0, (wanted.Height + most - 1) / most).Select(i =>
                new Band(backend, rows, columns, i * most, Math.Min(most, wanted.Height - (i * most))))];
            _made = asked;
        }

        HostWork.ForEach(backend, _bands.Length, i => _bands[i].Rescale(backend, source, target));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Band band in _bands)
        {
            band.Dispose();
        }

        (_bands, _made) = ([], default);
    }

    private sealed class Band : IDisposable
    {
        private readonly int _source;
        private readonly int _target;
        private readonly RescalingShape _shape;
        private readonly Tensor _image;
        private readonly Tensor _output;
        private readonly Tensor _rows;
        private readonly Tensor _columns;

        public Band(IComputeBackend backend, RescalingTaps rows, RescalingTaps columns, int first, int count)
        {
            (RescalingTaps part, int firstInput) = rows.Part(first, count);
            (_source, _target) = (firstInput * columns.Inputs, first * columns.Outputs);
            _shape = RescalingShape.Of(part, columns);
            _image = backend.AllocateImages(
                new ImageShape(1, 1, part.Inputs, columns.Inputs), ImageLayout.Micrograph);
            _output = backend.AllocateImages(
                new ImageShape(1, 1, count, columns.Outputs), ImageLayout.Micrograph);
            _rows = Uploaded(backend, part.Lines);
            _columns = Uploaded(backend, columns.Lines);
        }

        public void Rescale(IComputeBackend backend, float[] source, float[] target)
        {
            _image.Upload(source.AsSpan(_source, (int)_image.Length));
            backend.Maps.Rescaling(_image, _output, _rows, _columns, _shape);
            _output.Download(target.AsSpan(_target, (int)_output.Length));
        }

        public void Dispose()
        {
            _image.Dispose();
            _output.Dispose();
            _rows.Dispose();
            _columns.Dispose();
        }

        private static Tensor Uploaded(IComputeBackend backend, ReadOnlySpan<float> values)
        {
            Tensor tensor = backend.Allocate(values.Length);
            tensor.Upload(values);
            return tensor;
        }
    }
}
