namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Which files a micrograph has.</summary>
[Flags]
internal enum PickingFiles
{
    /// <summary><c>NAME_all.star</c> and <c>NAME_autopick.star</c>, which every one has.</summary>
    Tables = 0,

    /// <summary><c>NAME.box</c>.</summary>
    Boxes = 1,

    /// <summary><c>masks/NAME.mrc</c>. Older versions kept pictures as 2.</summary>
    Mask = 4,
}
