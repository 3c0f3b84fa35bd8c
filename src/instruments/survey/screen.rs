//! The screens of a picture survey: one for each question.

use crate::domain::session;
use crate::domain::study::{Study, Word};
use crate::instruments::survey::rules::{Answer, Questionnaire, Survey, SurveyAction, SurveyStep};
use crate::ui::components::card::{Face, picture};
use crate::ui::components::element::{View, element, heading, nothing};
use crate::ui::components::picture_button::picture_button;
use crate::ui::participant::app::{App, Model, Tap};
use crate::ui::participant::screen::Screen;

impl Screen for Questionnaire {
    fn draw(&self, app: App, model: &Model, survey: &Survey, SurveyStep(at): SurveyStep) -> View {
        let study = app.study();
        let Some(answered) = survey.answers.get(at) else { return nothing() };
        let Some(asked) = study.question(&answered.question) else { return nothing() };
        let next = survey.answers.get(at + 1).and_then(|next| study.question(&next.question));
        let pictures = next
            .iter()
            .flat_map(|next| next.choices.iter().map(|choice| &choice.picture).chain([&next.picture]));
        app.fetch_ahead(pictures.map(|picture| app.picture(picture)).collect());
        let mut choices = Vec::new();
        let is_full = model.controller.session.is_full(&study);
        for (at, choice) in asked.shown().into_iter().enumerate() {
            let is_chosen = answered.chosen().contains(&choice.id);
            let tap = if is_full && !is_chosen {
                Tap::TooMany(Some(choice.id.clone()))
            } else {
                Tap::Act(SurveyAction::Choose(choice.id.clone()).into())
            };
            choices.push(picture_button(
                app.text(&choice.text),
                app.picture(&choice.picture),
                at + 1,
                is_chosen,
                model.controller.is_moving_on,
                false,
                app.tap(tap),
            ));
        }
        let dont_know = picture_button(
            app.text(&self.dont_know.text),
            app.picture(&self.dont_know.picture),
            asked.choices.len() + 1,
            answered.answer == Some(Answer::DontKnow),
            model.controller.is_moving_on,
            true,
            app.tap(Tap::Act(SurveyAction::DontKnow.into())),
        );
        let question = element("DIV", "question")
            .child(picture("question-picture", app.picture(&asked.picture)))
            .child(heading().text(app.text(&asked.text)).view());
        let screen = vec![
            question.view(),
            element("DIV", "choices").children(choices).view(),
            element("DIV", "choices-apart").child(dont_know).view(),
        ];
        // While the next question is about to come by itself, going back is taking the answer back.
        let back = if model.controller.is_moving_on {
            (Word::Undo, SurveyAction::LetGo.into())
        } else {
            (Word::Back, session::Action::Back)
        };
        let back = (app.word(back.0), app.tap(Tap::Act(back.1)));
        app.frame_with(model, 0, back, "frame-main asking", screen)
    }

    fn face(
        &self,
        app: App,
        study: &Study,
        survey: &Survey,
        SurveyStep(at): SurveyStep,
        id: &str,
    ) -> Option<Face> {
        let asked = study.question(&survey.answers.get(at)?.question)?;
        let choice = asked.choices.iter().find(|choice| choice.id == id)?;
        Some(Face { id: id.to_owned(), text: app.text(&choice.text), picture: app.picture(&choice.picture) })
    }
}
