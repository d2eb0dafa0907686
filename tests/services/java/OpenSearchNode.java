import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * One OpenSearch node in this process. Every argument is a setting, key=value; a list is written with commas.
 * Whoever starts it decides names, ports and folders: see tests/services/engines.py.
 */
public final class OpenSearchNode extends Node {

    /**
     * The server's distribution loads many from its modules folder; here the network lies on the class path and
     * nothing else does: text analysis is ours, so an index that asks for a language module is to fail in the tests.
     */
    private static final List<Class<? extends Plugin>> MODULES = List.of(Netty4ModulePlugin.class);

    private OpenSearchNode(Environment environment) {
        super(environment, MODULES.stream().map(OpenSearchNode::describe).toList(), true);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] setting = argument.split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        Path config = Path.of(settings.get("path.home"), "config");
        Node node = new OpenSearchNode(
                InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), config, () -> "node"));
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, closed)));
        node.start();
        closed.await();
    }

    private static void close(Node node, CountDownLatch closed) {
        try {
            node.close();
        } catch (Exception error) {
            error.printStackTrace();
        } finally {
            closed.countDown();
        }
    }

    private static PluginInfo describe(Class<? extends Plugin> module) {
        String name = module.getName();
        return new PluginInfo(name, "on the class path", "NA", Version.CURRENT, "21", name, null, List.of(), false);
    }
}
