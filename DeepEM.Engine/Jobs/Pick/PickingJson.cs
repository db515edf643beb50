using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>How what a picking records is written, made by the compiler: to find it out at each start takes longer than
/// to pick a small micrograph.</summary>
/// <remarks>Types that are not named here are found out as before; the files are the same bytes either way.</remarks>
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(PickingRunSettings))]
[JsonSerializable(typeof(PickingSettings))]
[JsonSerializable(typeof(MaskLimits))]
[JsonSerializable(typeof(DeviationRange))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
internal sealed partial class PickingJson : JsonSerializerContext;
