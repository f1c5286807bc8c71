
namespace Frankenetes.PodTranslation.Tests.Variables;

public sealed class VariableExpansionTests
{
    private static readonly Dictionary<string, EnvironmentValue> Variables = new() { ["A"] = new("1", false), ["S"] = new("s", true), ["EMPTY"] = new("", false) };

    [Theory]
    [InlineData("", "")]
    [InlineData("$(A)", "1")]
    [InlineData("x$(A)y$(A)z", "x1y1z")]
    [InlineData("$(NOPE)", "$(NOPE)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$A", "$A")]
    [InlineData("$", "$")]
    [InlineData("a$", "a$")]
    [InlineData("$(A", "$(A")]
    [InlineData("$()", "$()")]
    [InlineData("<$(EMPTY)>", "<>")]
    [InlineData("$(A)$(S)", "1s")]
    public void References_are_replaced_as_Kubernetes_does(string text, string expected) => Assert.Equal(expected, VariableExpansion.Expand(text, Variables).Text);

    [Theory]
    [InlineData("$(A)", false)]
    [InlineData("$(A)$(S)", true)]
    [InlineData("$$(S)", false)]
    public void A_text_with_a_secret_in_it_is_a_secret(string text, bool secret) => Assert.Equal(secret, VariableExpansion.Expand(text, Variables).IsSecret);
}
