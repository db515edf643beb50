namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Which files a micrograph has.</summary>
[Flags]
internal enum PickingFiles
{
    /// <summary><c>NAME_all.star</c> and <c>NAME_autopick.star</c>, which every one has.</summary>
    Tables = 0,

    /// <summary><c>NAME.box</c>.</summary>
    Boxes = 1,

    /// <summary><c>pictures/NAME.png</c>.</summary>
    Picture = 2,

    /// <summary><c>masks/NAME.mrc</c>.</summary>
    Mask = 4,
}
