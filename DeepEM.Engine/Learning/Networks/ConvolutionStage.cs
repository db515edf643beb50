namespace DeepEM.Engine.Learning.Networks;

/// <summary>One convolution with the pooling that follows it.</summary>
/// <param name="Maps">Output maps of the convolution.</param>
/// <param name="KernelSize">Side of its square kernels, pixels.</param>
/// <param name="PoolSize">Side of the pooling window, pixels; 1 means no pooling.</param>
public readonly record struct ConvolutionStage(int Maps, int KernelSize, int PoolSize);
