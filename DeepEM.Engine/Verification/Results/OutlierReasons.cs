namespace DeepEM.Engine.Verification.Results;

/// <summary>Why a pick stands apart from the others.</summary>
[Flags]
public enum OutlierReasons
{
    /// <summary>Nothing is odd.</summary>
    None = 0,

    /// <summary>No class explains it better than noise does.</summary>
    Unexplained = 1,

    /// <summary>It fits many poses about equally well.</summary>
    Scattered = 1 << 1,

    /// <summary>Another pick is nearer than particles can be.</summary>
    Crowded = 1 << 2,

    /// <summary>Its class puts its centre elsewhere.</summary>
    OffCentre = 1 << 3,

    /// <summary>It lies on ground that is darker or brighter than the rest of its micrograph.</summary>
    Grey = 1 << 4,

    /// <summary>It lies on ground that is rougher or smoother than the rest of its micrograph.</summary>
    Texture = 1 << 5,

    /// <summary>A better pick marks the same particle.</summary>
    Duplicate = 1 << 6,

    /// <summary>It lies at the rim of what is masked.</summary>
    MaskEdge = 1 << 7,
}
