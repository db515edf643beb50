using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>
/// A tile in the registers of one thread: sums for some filters in some rows, and the window of one pixel for each row
/// that slides down a column of an image.
/// </summary>
/// <remarks>
/// One step multiplies every pixel of the window with a factor for each filter. Neighbouring steps share all pixels
/// but one, so a step loads one pixel and the factors.
/// </remarks>
/// <typeparam name="TSelf">The type itself, so that nothing is called through an interface.</typeparam>
/// <typeparam name="TFilters">The filters of a row.</typeparam>
internal interface IRows<TSelf, TFilters>
    where TSelf : struct, IRows<TSelf, TFilters>
    where TFilters : struct, IFilters<TFilters>
{
    /// <summary>How many rows there are.</summary>
    int Count { get; }

    /// <summary>The first pixel of the window.</summary>
    float First { get; }

    /// <summary>The same sums in every row; the window is empty.</summary>
    TSelf All(TFilters sums);

    /// <summary>Every pixel of the window, stride apart; the sums stay.</summary>
    TSelf Fill(ArrayView<float> image, int index, int stride);

    /// <summary>The window one pixel further, with this one at its end.</summary>
    TSelf Slide(float pixel);

    /// <summary>The sums plus the factors times each row's pixel.</summary>
    TSelf Plus(TFilters factors);

    /// <summary>The sums of the first row.</summary>
    TFilters Sums { get; }

    /// <summary>The sums one row further, with these as those of the last row; for results only.</summary>
    TSelf Advance(TFilters sums);
}
