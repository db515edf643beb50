namespace DeepEM.Engine.Jobs.Serve;

/// <summary>What a gallery shows.</summary>
public enum GalleryKind
{
    /// <summary>Picks that are hardly above the threshold.</summary>
    Doubtful,

    /// <summary>Places that are hardly below the threshold.</summary>
    Missed,

    /// <summary>Averages of classes.</summary>
    Classes,
}
