package dev.palabre.template;

import com.github.jknack.handlebars.ValueResolver;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets templates read the components of records, and nothing else of any object. */
enum RecordResolver implements ValueResolver {
    INSTANCE;

    private static final Map<Class<?>, Map<String, Method>> ACCESSORS = new ConcurrentHashMap<>();

    static boolean has(@Nullable Object model, String name) {
        return model instanceof Record && accessors(model.getClass()).containsKey(name);
    }

    @Override
    public Object resolve(Object context, String name) {
        var accessor = context instanceof Record ? accessors(context.getClass()).get(name) : null;
        if (accessor == null) {
            return UNRESOLVED;
        }
        try {
            var value = accessor.invoke(context);
            // Nothing is something: Handlebars would go on to what the records around call by this name.
            return value == null ? "" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public Object resolve(Object context) {
        return context instanceof Record ? context : UNRESOLVED;
    }

    @Override
    public Set<Map.Entry<String, Object>> propertySet(Object context) {
        return Set.of();
    }

    private static Map<String, Method> accessors(Class<?> type) {
        return ACCESSORS.computeIfAbsent(type, record -> {
            var found = new HashMap<String, Method>();
            Arrays.stream(record.getRecordComponents()).forEach(component -> {
                component.getAccessor().setAccessible(true);
                found.put(component.getName(), component.getAccessor());
            });
            return Map.copyOf(found);
        });
    }
}
