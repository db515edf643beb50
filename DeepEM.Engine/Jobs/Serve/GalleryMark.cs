namespace DeepEM.Engine.Jobs.Serve;

/// <summary>What a person says of a picture.</summary>
public enum GalleryMark
{
    /// <summary>It shows a particle.</summary>
    Good,

    /// <summary>It shows none.</summary>
    Bad,

    /// <summary>It cannot be told.</summary>
    Unsure,
}
