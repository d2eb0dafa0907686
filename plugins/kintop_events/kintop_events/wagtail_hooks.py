from wagtail import hooks


@hooks.register("load_demo")
def load_demo_events(tree):
    from kintop_events.demo import load_events

    return load_events(tree)
