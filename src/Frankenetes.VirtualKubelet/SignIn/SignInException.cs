namespace Frankenetes.VirtualKubelet.SignIn;

/// <summary>No token was given, and why.</summary>
internal sealed class SignInException(string message) : Exception(message);
