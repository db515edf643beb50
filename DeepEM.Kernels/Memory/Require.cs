using System.Runtime.CompilerServices;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Kernels.Memory;

/// <summary>The checks that every backend makes before anything runs; each failure is an argument exception.</summary>
internal static class Require
{
    /// <summary>A flat tensor of exactly this many values.</summary>
    public static void Flat(
        Tensor tensor, long length, [CallerArgumentExpression(nameof(tensor))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Images != new ImageShape(1, 1, 1, checked((int)length)))
        {
            throw new ArgumentException($"{tensor.Images} where {length} flat values are needed.", name);
        }
    }

    /// <summary>Images of exactly these extents, of which there may be more than are needed.</summary>
    public static void Images(
        Tensor tensor, ImageShape images, [CallerArgumentExpression(nameof(tensor))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        ImageShape found = tensor.Images;
        if (found.Batch < images.Batch || found with { Batch = images.Batch } != images)
        {
            throw new ArgumentException($"{found} where {images} is needed.", name);
        }
    }

    /// <summary>At least one of everything.</summary>
    public static void Extents(ImageShape images, string name)
    {
        if (images.Batch < 1 || images.Channels < 1 || images.Height < 1 || images.Width < 1)
        {
            throw new ArgumentException($"{images} has an extent below 1.", name);
        }
    }

    /// <summary>A filter that fits into the image, and at least one of everything.</summary>
    public static void Valid(ConvolutionShape shape)
    {
        Extents(shape.Input, nameof(shape));
        if (shape.Filters < 1 || shape.FilterHeight < 1 || shape.FilterWidth < 1)
        {
            throw new ArgumentException($"{shape} has an extent below 1.", nameof(shape));
        }

        if (shape.OutHeight < 1 || shape.OutWidth < 1)
        {
            throw new ArgumentException($"{shape}: the filter does not fit into the image.", nameof(shape));
        }
    }

    /// <summary>At least one whole pooling window.</summary>
    public static void Valid(PoolingShape shape)
    {
        Extents(shape.Input, nameof(shape));
        if (shape.Size < 1 || shape.OutHeight < 1 || shape.OutWidth < 1)
        {
            throw new ArgumentException($"{shape}: no window fits into the image.", nameof(shape));
        }
    }

    /// <summary>A pooling that takes what the convolution gives.</summary>
    public static void Valid(PooledConvolution stage)
    {
        Valid(stage.Convolution);
        Valid(stage.Pooling);
        Defined(stage.Activation);
        Defined(stage.Kind);
        if (stage.Pooling.Input != stage.Convolution.Output)
        {
            throw new ArgumentException(
                $"{stage.Pooling} does not pool the {stage.Convolution.Output} of {stage.Convolution}.", nameof(stage));
        }
    }

    /// <summary>Ordinary pooling: fragments are for evaluation, nothing is trained through them.</summary>
    public static void NoFragments(PoolingShape shape)
    {
        if (shape.Fragments)
        {
            throw new ArgumentException($"There is no gradient of pooling into fragments ({shape}).", nameof(shape));
        }
    }

    /// <summary>At least one of everything that a dense layer has.</summary>
    public static void Units(ImageShape images, int units)
    {
        Extents(images, nameof(images));
        if (units < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(units), units, "A dense layer has at least one unit.");
        }
    }

    /// <summary>Images and weights that suit a dense layer.</summary>
    public static void Dense(Tensor images, Tensor weights, ImageShape shape, int units)
    {
        Units(shape, units);
        Images(images, shape);
        Flat(weights, checked(units * shape.ImageLength));
    }

    /// <summary>A value that its enumeration names.</summary>
    public static TEnum Defined<TEnum>(
        TEnum value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"No such {typeof(TEnum).Name}.");

    /// <summary>At least one window, of at least two by two pixels: the deviation divides by one less.</summary>
    public static void Valid(WindowShape shape)
    {
        if (shape.Step < 1 || shape.Box < 2 || shape.Rows < 1 || shape.Columns < 1)
        {
            throw new ArgumentException(
                $"{shape}: needs a step of at least 1, a box of at least 2 and an image that holds it.", nameof(shape));
        }
    }
}
