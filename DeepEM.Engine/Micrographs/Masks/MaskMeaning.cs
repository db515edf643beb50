namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Which pixels of a given mask are those to pick on.</summary>
public enum MaskMeaning
{
    /// <summary>
    /// Those of 0: the mask marks what is bad, as programs that look for carbon and contamination write it.
    /// </summary>
    KeepsZero,

    /// <summary>Those that are not 0: the mask marks what is good.</summary>
    KeepsNonzero,
}
