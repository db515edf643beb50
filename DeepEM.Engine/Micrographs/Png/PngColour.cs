namespace DeepEM.Engine.Micrographs.Png;

/// <summary>What the samples of a PNG's pixel are, numbered as in its header.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
