namespace DeepEM.Engine.Learning.Networks;

/// <summary>Which network and which way of training and picking.</summary>
public enum NetworkPreset
{
    /// <summary>
    /// Sized from the particle's diameter; binned micrographs, trained and scanned by the default recipe.
    /// </summary>
    Auto,

    /// <summary>As published for keyhole limpet haemocyanin: 272 px, 62,761 parameters, unbinned.</summary>
    Klh,

    /// <summary>As published for the 19S regulatory particle: 160 px, 12,703 parameters, unbinned.</summary>
    NineteenS,
}
