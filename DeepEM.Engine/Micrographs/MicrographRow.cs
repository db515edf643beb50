using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Micrographs;

/// <summary>What a STAR file of micrographs says of one of them, any column of it.</summary>
/// <param name="Table">The table of micrographs.</param>
/// <param name="Number">The micrograph's row in it, from 0.</param>
/// <param name="Optics">The table of optics groups that the rows refer to; null where there is none, as before RELION
/// 3.1.</param>
public sealed record MicrographRow(StarRows Table, int Number, StarRows? Optics);
