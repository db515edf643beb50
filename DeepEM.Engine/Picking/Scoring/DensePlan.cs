using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>The extents of a dense evaluation, and where the results of its fragments belong.</summary>
internal sealed class DensePlan
{
    // Of each image that the output unit gives: the first row and column in the grid of windows.
    private readonly (int Row, int Column)[] _first;
    private readonly int _spacing;
    private readonly int _columns;

    /// <summary>Works out the extents.</summary>
    /// <param name="network">The network; it has a convolution.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <param name="rows">Rows of windows.</param>
    /// <param name="columns">Columns of windows.</param>
    /// <exception cref="ArgumentException">The stride or the grid does not suit the network.</exception>
    public DensePlan(NetworkDescription network, int stride, int rows, int columns)
    {
        _spacing = FragmentsPerSide(network, stride);
        if (rows < 1 || columns < 1 || rows % _spacing != 0 || columns % _spacing != 0)
        {
            throw new ArgumentException($"A grid of {rows}×{columns} windows does not split into {_spacing}.");
        }

        _columns = columns;
        WantedRows = rows / _spacing;
        InputHeight = WithWholeGroups(network, stride, ((rows - 1) * stride) + network.InputSide);
        InputWidth = ((columns - 1) * stride) + network.InputSide;
        (int batch, int channels, int height, int width) = (1, 1, InputHeight, InputWidth);
        int step = 1;
        foreach (ConvolutionStage stage in network.Stages)
        {
            var convolution = new ConvolutionShape(
                batch, channels, height, width, stage.Maps, stage.KernelSize, stage.KernelSize);
            bool fragments = step == stride;
            var pooling = new PoolingShape(
                batch, stage.Maps, convolution.OutHeight, convolution.OutWidth, stage.PoolSize, fragments);
            Convolutions.Add(convolution);
            Poolings.Add(pooling);
            (batch, channels, height, width) =
                (pooling.OutBatch, stage.Maps, pooling.OutHeight, pooling.OutWidth);
            step = fragments ? step : step * stage.PoolSize;
        }

        Output = new ConvolutionShape(
            batch, channels, height, width, Filters: 1, network.OutputSide, network.OutputSide);
        _first = [.. Enumerable.Range(0, batch).Select(First)];
    }

    /// <summary>Rows of each fragment that belong to the grid; what comes below them is left out.</summary>
    public int WantedRows { get; }

    /// <summary>Rows of the image, pixels.</summary>
    public int InputHeight { get; }

    /// <summary>Columns of the image, pixels.</summary>
    public int InputWidth { get; }

    /// <summary>The convolution of each stage.</summary>
    public List<ConvolutionShape> Convolutions { get; } = [];

    /// <summary>The pooling of each stage.</summary>
    public List<PoolingShape> Poolings { get; } = [];

    /// <summary>The output unit, as a convolution.</summary>
    public ConvolutionShape Output { get; }

    /// <summary>Values that the stages see, the image's pixels included: what must be held at a time.</summary>
    public long Held => Convolutions.Sum(convolution => convolution.Input.Length);

    /// <summary>Into how many fragments each side of the grid is split: the total stride over the stride.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <returns>Fragments per side.</returns>
    /// <exception cref="ArgumentException">The stride is no product of the network's first pooling sizes.</exception>
    public static int FragmentsPerSide(NetworkDescription network, int stride)
    {
        int product = 1;
        foreach (ConvolutionStage stage in network.Stages)
        {
            if (product == stride)
            {
                break;
            }

            product *= stage.PoolSize;
        }

        return product == stride
            ? network.TotalStride / stride
            : throw new ArgumentException(
                $"Windows every {stride} px do not suit the network {network}.", nameof(stride));
    }

    /// <summary>Puts rows of fragments where they belong in the grid.</summary>
    /// <param name="values">The rows, image by image.</param>
    /// <param name="firstImage">Number of the first image.</param>
    /// <param name="images">How many images.</param>
    /// <param name="firstRow">First of the rows in its image.</param>
    /// <param name="rows">Rows of each image.</param>
    /// <param name="logits">The whole grid, row by row.</param>
    public void Interleave(
        ReadOnlySpan<float> values, int firstImage, int images, int firstRow, int rows, Span<float> logits)
    {
        int source = 0;
        for (int n = firstImage; n < firstImage + images; n++)
        {
            for (int i = firstRow; i < firstRow + rows; i++)
            {
                int target = ((_first[n].Row + (i * _spacing)) * _columns) + _first[n].Column;
                if (i >= WantedRows)
                {
                    source += Output.OutWidth;
                    continue;
                }

                for (int j = 0; j < Output.OutWidth; j++)
                {
                    logits[target] = values[source++];
                    target += _spacing;
                }
            }
        }
    }

    // A device may compute rows in groups; that the last one that matters is whole, wherever a tile ends, takes a few
    // rows more.
    private static int WithWholeGroups(NetworkDescription network, int stride, int rows)
    {
        (int wanted, int step) = (rows, 1);
        var before = new Stack<ConvolutionStage>();
        foreach (ConvolutionStage stage in network.Stages)
        {
            if (step == stride)
            {
                break;
            }

            wanted = (wanted - stage.KernelSize + 1) / stage.PoolSize;
            step *= stage.PoolSize;
            before.Push(stage);
        }

        foreach (ConvolutionStage stage in before)
        {
            int groups = (wanted + PooledConvolution.BandRows - 1) / PooledConvolution.BandRows;
            wanted = (groups * PooledConvolution.BandRows * stage.PoolSize) + stage.KernelSize - 1;
        }

        return Math.Max(rows, wanted);
    }

    // Fragment images are numbered by the places where each fragment pooling began, the last pooling's fastest; a
    // window's row in the grid is a₁ + S₁·(a₂ + S₂·(… + row in the fragment)).
    private (int Row, int Column) First(int image)
    {
        int row = 0;
        int column = 0;
        int spacing = 1;
        int images = Output.Batch;
        foreach (PoolingShape pooling in Poolings.Where(p => p.Fragments))
        {
            images /= pooling.Size * pooling.Size;
            int place = image / images;
            image %= images;
            row += spacing * (place / pooling.Size);
            column += spacing * (place % pooling.Size);
            spacing *= pooling.Size;
        }

        return (row, column);
    }
}
