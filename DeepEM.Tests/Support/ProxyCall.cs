using System.Reflection;
using System.Runtime.ExceptionServices;

namespace DeepEM.Tests.Support;

/// <summary>How a proxy passes a call on.</summary>
internal static class ProxyCall
{
    /// <summary>Calls a method; what it throws comes out as it is.</summary>
    /// <param name="target">The object behind the proxy.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Its arguments.</param>
    public static object? Invoke(object target, MethodInfo method, object?[]? arguments)
    {
        try
        {
            return method.Invoke(target, arguments);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }
}
