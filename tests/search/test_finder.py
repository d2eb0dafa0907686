from catalogue.factories import CoursePageFactory, RunFactory


def test_finder_lists_offerings(client, tree, reindex):
    course = CoursePageFactory(parent=tree.courses, title="Nähen am Abend", kind="course")
    RunFactory(offering=course, meetings=3)
    reindex()

    response = client.get("/angebote/")

    assert response.status_code == 200
    assert response["X-Search-Backend"] == "database"
    assert [hit.title for hit in response.context["results"].hits] == ["Nähen am Abend"]
