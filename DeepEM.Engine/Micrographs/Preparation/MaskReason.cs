namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Why a place is not picked; a place may have several reasons.</summary>
[Flags]
public enum MaskReason : byte
{
    /// <summary>It is picked.</summary>
    None = 0,

    /// <summary>Motion correction repeated the outermost rows or columns here: there is no specimen.</summary>
    PaddedBorder = 1,

    /// <summary>Far darker or brighter than particles are: ice, dirt, a bright halo.</summary>
    Outlier = 2,

    /// <summary>Part of a large region of much stronger texture: carbon.</summary>
    Texture = 4,

    /// <summary>A mask that was given says so.</summary>
    Given = 8,

    /// <summary>
    /// Beside <see cref="Outlier"/>: it is several particles wide, as thick ice is, or hardly beyond the limit, as
    /// particles of much contrast are, or merely near an outlier. A pick there is less likely a particle than
    /// elsewhere.
    /// </summary>
    Doubtful = 16,
}
