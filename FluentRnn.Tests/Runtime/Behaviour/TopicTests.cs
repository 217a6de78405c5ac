namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Every topic runs on both executors.</summary>
[Trait("Category", "Libtorch")]
public sealed class TopicTests
{
    public static TheoryData<Type> Topics => new(typeof(BehaviourTests).Assembly.GetTypes().Where(type => type.BaseType == typeof(BehaviourTests)));

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_has_a_class_for_each_executor(Type topic)
    {
        Assert.True(topic.IsAbstract, $"{topic} would run on one executor only");
        Assert.Equal(["Generated", "Reference"], topic.GetNestedTypes().Where(type => type.BaseType == topic).Select(type => type.Name).Order(StringComparer.Ordinal));
    }
}
