using DeepEM.Engine.Jobs.Bench;

namespace DeepEM.Bench;

/// <summary>A class of benchmarks that knows what its methods cost, so that the tables can show rates.</summary>
internal interface ICosted
{
    /// <summary>The cost of one operation of the case that the object is set to.</summary>
    WorkCost Cost { get; }
}
